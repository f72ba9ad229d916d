"""Papers as PDF, their pictures and signatures; the only layer with reportlab."""
