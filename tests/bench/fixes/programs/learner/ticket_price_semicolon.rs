fn price(age: u32, student: bool) -> u32 {
    let base = if age < 14 { 5 } else { 12 };
    if student {
        base - 3;
    } else {
        base;
    }
}

fn total(group: &[(u32, bool)]) -> u32 {
    group.iter().map(|(age, student)| price(*age, *student)).sum()
}

fn main() {
    let group = [(9, false), (20, true), (44, false)];
    println!("total {}", total(&group));
    for (age, student) in group {
        println!("{age}: {}", price(age, student));
    }
}
