for (const heading of document.querySelectorAll(".sortable th")) {
  heading.addEventListener("click", () => {
    const ascending = heading.ariaSort !== "ascending";
    for (const other of heading.parentElement.children) other.ariaSort = null;
    heading.ariaSort = ascending ? "ascending" : "descending";
    const rows = heading.closest("table").tBodies[0];
    const key = (row) => row.cells[heading.cellIndex].textContent;
    const compare = (a, b) => key(a).localeCompare(key(b), undefined, { numeric: true });
    rows.append(...[...rows.rows].sort((a, b) => (ascending ? compare(a, b) : compare(b, a))));
  });
}
