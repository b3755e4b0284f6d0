fn initials(names: &[&str]) -> Vec<char> {
    names.iter().filter_map(|n| n.chars().next())
}

fn lengths(names: &[&str]) -> Vec<usize> {
    let mut out: Vec<usize> = names.iter().map(|n| n.len()).collect();
    out.sort();
    out
}

fn main() {
    let names = ["Orla", "Pim", "Quentin", ""];
    println!("{}", initials(&names).iter().collect::<String>());
    println!("{:?}", lengths(&names));
    println!("{}", initials(&[]).len());
}
