"""The due list and the contact page: one view across matters."""
