//! The people who borrow.

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rank {
    Child,
    Adult,
    Senior,
}

pub struct Member {
    pub name: String,
    pub rank: Rank,
}

impl Member {
    pub fn new(name: &str) -> Member {
        Member { name: name.to_string(), rank: Rank::Adult }
    }
}

pub fn fee_of(member: &Member) -> u32 {
    let euros: u8 = match member.rank {
        Rank::Child => 0,
        Rank::Adult => 12,
        Rank::Senior => 6,
    };
    euros
}
