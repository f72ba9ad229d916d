"""Papers in the window: preview, saving, printing, and digital signatures."""
