"""What maintainers run; never needed to install or use Argosy."""
