"""The phone's shell: reads commands as mksh does and runs them on threads of their own."""
