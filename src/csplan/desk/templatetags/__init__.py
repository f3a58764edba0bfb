"""What templates of this room can say."""
