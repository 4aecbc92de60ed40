"""The pictures in README, made by the program itself from the sample blog."""
