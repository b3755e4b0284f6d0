struct Account {
    owner: String,
    cents: i64,
}

struct Receipt {
    from: String,
    to: String,
    cents: i64,
}

fn transfer(from: &mut Account, to: &mut Account, cents: i64) -> Result<Receipt, String> {
    if from.cents < cents {
        return Err(format!("{} has only {}", from.owner, from.cents));
    }
    from.cents -= cents;
    to.cents += cents;
    Ok(Receipt { from: from.owner.clone(), to: to.owner.clone(), cents })
}

fn main() {
    let mut a = Account { owner: String::from("Ada"), cents: 500 };
    let mut b = Account { owner: String::from("Bo"), cents: 20 };
    match transfer(&mut a, &mut b, 150) {
        Ok(r) => println!("{} -> {}: {}", r.from, r.to, r.cents),
        Err(e) => println!("failed: {e}"),
    }
    if let Err(e) = transfer(&mut a, &mut b, 400) {
        println!("failed: {e}");
    }
    println!("{} {}", a.cents, b.cents);
}
