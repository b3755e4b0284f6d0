fn make_board(size: usize) -> Vec<Vec<char>> {
    vec!['.'; size]
}

fn place(board: &mut Vec<Vec<char>>, row: usize, col: usize, mark: char) {
    board[row][col] = mark;
}

fn row_full(board: &[Vec<char>], mark: char) -> bool {
    board.iter().any(|row| row.iter().all(|c| *c == mark))
}

fn main() {
    let mut board = make_board(3);
    for col in 0..3 {
        place(&mut board, 1, col, 'X');
    }
    place(&mut board, 0, 2, 'O');
    for row in &board {
        println!("{}", row.iter().collect::<String>());
    }
    println!("{}", row_full(&board, 'X'));
}
