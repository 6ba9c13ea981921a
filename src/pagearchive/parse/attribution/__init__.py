"""Lines that say where a text or a picture came from: origins, agencies, captions and credits."""
