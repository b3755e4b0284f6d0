struct Button<F>
where
    F: FnMut(u32),
{
    on_click: F,
}

impl<F> Button<F>
where
    F: FnMut(u32),
{
    fn click(&self, times: u32) {
        for n in 0..times {
            (self.on_click)(n);
        }
    }
}

fn main() {
    let mut total = 0;
    {
        let button = Button { on_click: |n| total += n + 1 };
        button.click(3);
        button.click(1);
    }
    println!("total {total}");
}
