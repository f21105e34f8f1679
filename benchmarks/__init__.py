"""What the project's figures come from: each program prints what it measured, side by side, in one run."""
