"""Digital signatures of PDFs: certificates, signing and verification."""
