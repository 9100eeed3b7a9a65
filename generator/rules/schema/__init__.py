"""What every manifest must be, whatever its kind."""
