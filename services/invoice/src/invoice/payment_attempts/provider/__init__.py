"""Those who collect money online, as they speak."""
