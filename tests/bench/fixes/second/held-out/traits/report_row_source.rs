struct Sale {
    region: &'static str,
    amount: i32,
}

fn amounts<'a>(sales: &'a [Sale], newest_first: bool) -> impl Iterator<Item = i32> + 'a {
    if newest_first {
        sales.iter().rev().map(|s| s.amount)
    } else {
        sales.iter().map(|s| s.amount)
    }
}

fn running_totals(values: impl Iterator<Item = i32>) -> Vec<i32> {
    values
        .scan(0, |sum, v| {
            *sum += v;
            Some(*sum)
        })
        .collect()
}

fn main() {
    let sales = [
        Sale { region: "north", amount: 40 },
        Sale { region: "south", amount: -15 },
        Sale { region: "north", amount: 75 },
        Sale { region: "west", amount: 20 },
    ];
    println!("forward:  {:?}", running_totals(amounts(&sales, false)));
    println!("backward: {:?}", running_totals(amounts(&sales, true)));
    let north = sales.iter().filter(|s| s.region == "north").count();
    println!("{} sales in the north", north);
}
