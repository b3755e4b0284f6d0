fn main() {
    let temps = [18, 21, 25, 19];
    let mut hottest = temps[0];
    {
        let mut copy = temps.to_vec();
        copy.sort();
        hottest = copy[copy.len() - 1];
    }
    println!("hottest day had {hottest} degrees");
    let above: Vec<String> = temps
        .iter()
        .filter(|t| **t + 5 >= hottest)
        .map(|t| t.to_string())
        .collect();
    println!("warm: {}", above.join(" "));
}
