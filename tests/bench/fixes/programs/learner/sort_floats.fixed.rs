#[derive(Debug)]
struct Sprint {
    name: &'static str,
    time: f64,
}

fn ranking(mut list: Vec<Sprint>) -> Vec<Sprint> {
    list.sort_by(|a, b| a.time.total_cmp(&b.time));
    list
}

fn main() {
    let list = vec![
        Sprint { name: "Kai", time: 12.41 },
        Sprint { name: "Ben", time: 11.98 },
        Sprint { name: "Ali", time: 12.05 },
    ];
    let ranked = ranking(list);
    for (i, s) in ranked.iter().enumerate() {
        println!("{} {} {:.2}", i + 1, s.name, s.time);
    }
    println!("{:.2}", ranked[2].time - ranked[0].time);
}
