"""The staff pages' common ground: layout, macros, forms, French formats, static files. No page of its own."""
