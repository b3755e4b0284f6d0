struct Flight {
    code: &'static str,
    gate: u8,
    delayed: bool,
    seats: u16,
}

fn board_line(f: &Flight) -> String {
    let Flight { code, gate, delayed, .. } = f;
    if *delayed {
        format!("{code} delayed")
    } else {
        format!("{code} gate {gate}")
    }
}

fn main() {
    let flights = [
        Flight { code: "SK204", gate: 7, delayed: false, seats: 180 },
        Flight { code: "AF10", gate: 2, delayed: true, seats: 95 },
    ];
    for f in &flights {
        println!("{}", board_line(f));
    }
    println!("{} seats", flights.iter().map(|f| f.seats).sum::<u16>());
}
