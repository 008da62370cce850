"""The controls of the window. Each gets its accessible name, description and buddy when it is made, never later."""
