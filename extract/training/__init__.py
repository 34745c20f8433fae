"""How trained models of this package are made; nothing here is needed to use them."""
