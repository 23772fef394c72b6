"""Writers: a document in, bytes out.  They know no session and leave nothing out; each makes texts harmless its way."""
