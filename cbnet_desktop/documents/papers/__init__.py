"""The papers: one module per paper, and the catalogue of them all."""
