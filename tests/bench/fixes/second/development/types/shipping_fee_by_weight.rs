struct Parcel {
    weight_kg: f64,
    express: bool,
}

fn base_fee(parcel: &Parcel) -> f64 {
    if parcel.weight_kg <= 1.0 {
        3.5
    } else if parcel.weight_kg <= 5.0 {
        let extra = parcel.weight_kg - 1.0;
        3.5 + extra * 1.25;
    } else {
        12.0
    }
}

fn total_fee(parcels: &[Parcel]) -> f64 {
    let mut total = 0.0;
    for p in parcels {
        let fee = base_fee(p);
        total += if p.express { fee * 2.0 } else { fee };
    }
    total
}

fn main() {
    let parcels = vec![
        Parcel { weight_kg: 0.4, express: false },
        Parcel { weight_kg: 3.0, express: true },
        Parcel { weight_kg: 9.5, express: false },
    ];
    for p in &parcels {
        println!("{:.1} kg -> {:.2}", p.weight_kg, base_fee(p));
    }
    println!("total: {:.2}", total_fee(&parcels));
}
