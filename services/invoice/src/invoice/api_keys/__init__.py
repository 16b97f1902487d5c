"""API keys of a tenant: made, listed, rotated and revoked by those who may."""
