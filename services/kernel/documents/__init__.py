"""Papers: a template and its facts become a PDF that archives (PDF/A-2a) and screen readers (PDF/UA-1) accept."""
