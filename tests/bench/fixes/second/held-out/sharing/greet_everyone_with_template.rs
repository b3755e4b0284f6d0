struct Guest {
    name: &'static str,
    table: u8,
}

fn write_cards<F>(guests: &[Guest], render: F) -> Vec<String>
where
    F: Fn(&Guest) -> Vec<String>,
{
    guests.iter().map(|g| render(g).join(" | ")).collect()
}

fn main() {
    let guests = [
        Guest { name: "Mira", table: 2 },
        Guest { name: "Otto", table: 5 },
        Guest { name: "Pia", table: 2 },
    ];

    let header = vec![String::from("Wedding"), String::from("June 4")];

    let render = move |g: &Guest| {
        let mut card = header;
        card.push(g.name.to_uppercase());
        card.push(format!("table {}", g.table));
        card
    };

    for card in write_cards(&guests, render) {
        println!("{}", card);
    }
}
