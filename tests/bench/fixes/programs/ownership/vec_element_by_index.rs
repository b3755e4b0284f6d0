use std::collections::HashMap;

struct Deck {
    cards: Vec<String>,
    seen: HashMap<String, usize>,
}

impl Deck {
    fn deal(&mut self, index: usize) -> String {
        let card = self.cards[index];
        *self.seen.entry(card.clone()).or_insert(0) += 1;
        card
    }
}

fn main() {
    let cards = ["7H", "QS", "AC"].iter().map(|c| c.to_string()).collect();
    let mut deck = Deck { cards, seen: HashMap::new() };
    let mut dealt = Vec::new();
    for i in [0, 2, 2, 1] {
        dealt.push(deck.deal(i));
    }
    println!("{}", dealt.join(" "));
    println!("{} {}", deck.seen["AC"], deck.seen["7H"]);
}
