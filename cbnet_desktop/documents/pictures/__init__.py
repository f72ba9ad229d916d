"""Charts, timeline and annual wheel as plain shapes, drawn alike on screen and paper."""
