"""Digital signatures on PDFs: certificates, signing and verification."""
