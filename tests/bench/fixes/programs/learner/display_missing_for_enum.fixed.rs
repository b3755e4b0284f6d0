use std::fmt;

enum Suit {
    Hearts,
    Spades,
}

struct Card {
    suit: Suit,
    rank: u8,
}

impl fmt::Display for Suit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Suit::Hearts => write!(f, "Hearts"),
            Suit::Spades => write!(f, "Spades"),
        }
    }
}

impl fmt::Display for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.rank, self.suit)
    }
}

fn main() {
    let hand = [Card { suit: Suit::Hearts, rank: 4 }, Card { suit: Suit::Spades, rank: 9 }];
    for card in &hand {
        println!("{card}");
    }
    let sum: u8 = hand.iter().map(|c| c.rank).sum();
    println!("{sum}");
}
