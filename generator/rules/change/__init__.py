"""Changes: what a render does to what runs already, compared with the render before."""
