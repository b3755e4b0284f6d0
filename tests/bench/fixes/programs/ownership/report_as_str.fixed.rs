struct Sale {
    city: &'static str,
    amount: f64,
}

fn summary(sales: &[Sale]) -> String {
    let mut out = String::new();
    for s in sales {
        out.push_str(&format!("{:<8}{:>8.2}\n", s.city, s.amount));
    }
    let total: f64 = sales.iter().map(|s| s.amount).sum();
    out.push_str(&format!("{:<8}{:>8.2}", "total", total));
    out
}

fn main() {
    let sales = [
        Sale { city: "Oslo", amount: 120.5 },
        Sale { city: "Lima", amount: 80.25 },
        Sale { city: "Pune", amount: 19.0 },
    ];
    let text = summary(&sales);
    println!("{text}");
}
