//! The attack: whoever knows a table, its margins and the rule tries every table that there could be.

use super::*;

fn parts(numbers: &[u32], columns: usize) -> Vec<Part> {
    let part = |(at, number): (usize, &u32)| Part {
        row: format!("row {}", at / columns),
        column: format!("column {}", at % columns),
        number: *number,
        others: None,
    };
    numbers.iter().enumerate().map(part).collect()
}

fn published(numbers: &[u32], columns: usize) -> Option<Cross> {
    let parts = parts(numbers, columns);
    Published::new(&parts).cross(&(0..numbers.len()).collect())
}

/// Every way to fill these many cells with this sum.
fn worlds(cells: usize, sum: u32) -> Vec<Vec<u32>> {
    if cells == 1 {
        return vec![vec![sum]];
    }
    let with =
        |first: u32| worlds(cells - 1, sum - first).into_iter().map(move |rest| [vec![first], rest].concat());
    (0..=sum).flat_map(with).collect()
}

/// The names that a line of a table stands for: its own, or all that have no line of their own.
fn names(name: Option<&String>, lines: &[CrossLine], all: usize, of: &str) -> Vec<String> {
    let own = |name: &String| lines.iter().any(|line| line.name.as_ref() == Some(name));
    match name {
        Some(name) => vec![name.clone()],
        None => (0..all).map(|at| format!("{of} {at}")).filter(|name| !own(name)).collect(),
    }
}

/// What each number of a table is about, as places of cells, with what is shown.
fn told(cross: &Cross, rows: usize, columns: usize) -> Vec<(Vec<usize>, Option<u32>)> {
    let place = |row: &str, column: &str| -> usize {
        let number = |name: &str| name.split(' ').next_back().unwrap().parse::<usize>().unwrap();
        number(row) * columns + number(column)
    };
    let of = |row: Option<Option<&String>>, column: Option<Option<&String>>| -> Vec<usize> {
        let rows_of = row.map_or(names(None, &[], rows, "row"), |row| names(row, &cross.rows, rows, "row"));
        let columns_of = column.map_or(names(None, &[], columns, "column"), |column| {
            names(column, &cross.columns, columns, "column")
        });
        rows_of.iter().flat_map(|row| columns_of.iter().map(move |column| place(row, column))).collect()
    };
    let cells =
        cross.cells.iter().map(|cell| (of(Some(cell.row.as_ref()), Some(cell.column.as_ref())), cell.count));
    let lines = cross.rows.iter().map(|line| (of(Some(line.name.as_ref()), None), line.count));
    let columns = cross.columns.iter().map(|line| (of(None, Some(line.name.as_ref())), line.count));
    cells.chain(lines).chain(columns).chain([(of(None, None), cross.all)]).collect()
}

fn sum(world: &[u32], of: &[usize]) -> u32 {
    of.iter().map(|at| world[*at]).sum()
}

/// Attacks every table of a size with a sum, and returns at how many something was hidden.
fn attack(rows: usize, columns: usize, total: u32) -> usize {
    let mut by_table: BTreeMap<String, (Cross, Vec<Vec<u32>>)> = BTreeMap::new();
    let all = worlds(rows * columns, total);
    for world in &all {
        let Some(cross) = published(world, columns) else { continue };
        let name = serde_json::to_string(&cross).unwrap();
        by_table.entry(name).or_insert_with(|| (cross, Vec::new())).1.push(world.clone());
    }
    let mut attacked = 0;
    for (cross, alike) in by_table.values() {
        let told = told(cross, rows, columns);
        let (shown, hidden): (Vec<_>, Vec<_>) = told.iter().partition(|(_, count)| count.is_some());
        assert!(shown.iter().all(|(_, count)| count.is_some_and(|count| count >= LEAST)));
        attacked += usize::from(!hidden.is_empty());
        let fits = |world: &&Vec<u32>| shown.iter().all(|(of, count)| Some(sum(world, of)) == *count);
        let fitting: Vec<&Vec<u32>> = all.iter().filter(fits).collect();
        for (of, _) in &hidden {
            // By the margins alone.
            let numbers = || fitting.iter().map(|world| sum(world, of));
            let (low, high) = (numbers().min().unwrap(), numbers().max().unwrap());
            assert!(high - low >= LEAST, "{of:?} is {low} to {high} in {cross:?}");
            // By the margins and the rule.
            let certain = alike.iter().all(|world| sum(world, of) == sum(&alike[0], of));
            assert!(!certain, "{of:?} is only {} in {cross:?}", sum(&alike[0], of));
        }
    }
    attacked
}

#[test]
fn nobody_works_out_a_cell_from_the_margins() {
    let attacked = [(2, 2, 8), (2, 2, 14), (2, 2, 21), (3, 1, 13), (3, 1, 19), (4, 1, 17), (2, 3, 10)];
    let hidden: usize = attacked.into_iter().map(|(rows, columns, sum)| attack(rows, columns, sum)).sum();
    assert!(hidden > 20, "{hidden} tables had something to be found");
}

#[test]
fn what_is_large_enough_is_told_and_small_rows_go_together() {
    let table = published(&[9, 8, 7, 12], 2).unwrap();
    assert!(table.cells.iter().all(|cell| cell.count.is_some()));
    assert_eq!((table.rows[0].count, table.columns[1].count, table.all), (Some(17), Some(20), Some(36)));
    // The margins would give the three away.
    let table = published(&[9, 3, 7, 12, 20, 6], 2).unwrap();
    let rows: Vec<_> = table.rows.iter().map(|row| (row.name.as_deref(), row.count)).collect();
    assert_eq!(rows, [(None, Some(31)), (Some("row 2"), Some(26))]);
    assert_eq!(
        table.cells.iter().map(|cell| cell.count).collect::<Vec<_>>(),
        [Some(16), Some(15), Some(20), Some(6)]
    );
    assert_eq!(published(&[1, 2, 0, 1], 2), None, "four people in all");
}

#[test]
fn what_was_told_before_is_known() {
    // Two parts of one cell: 12 of one organisation, 3 of another.
    let one = |number: u32| Part { row: "NO".to_owned(), column: "talk".to_owned(), number, others: None };
    let parts = [one(12), one(3)];
    let mut told = Published::new(&parts);
    assert_eq!(told.cross(&Set::from([0, 1])).unwrap().all, Some(15));
    assert_eq!(told.cross(&Set::from([0])), None, "the difference is three");
    let parts = [one(12), one(13)];
    let mut told = Published::new(&parts);
    told.cross(&Set::from([0, 1])).unwrap();
    assert_eq!(told.cross(&Set::from([0])).unwrap().all, Some(12));
    let by = [("a".to_owned(), Set::from([0])), ("b".to_owned(), Set::from([1]))].into();
    assert_eq!(told.sums(&by).iter().map(|line| line.count).collect::<Vec<_>>(), [Some(12), Some(13)]);
}

#[test]
fn those_of_whom_it_isnt_true_are_not_few_either() {
    let part =
        |number, others| Part { row: String::new(), column: String::new(), number, others: Some(others) };
    assert_eq!(Published::new(&[part(20, 3)]).cross(&Set::from([0])), None);
    assert_eq!(Published::new(&[part(20, 5)]).cross(&Set::from([0])).unwrap().all, Some(20));
}
