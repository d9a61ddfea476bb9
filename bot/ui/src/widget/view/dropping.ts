/** Files that are dragged onto the panel. */

export function dropping(panel: HTMLElement, onDrop: (event: DragEvent) => void): void {
  let drags = 0;
  const dragging = (change: number) => (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drags = Math.max(0, drags + change); // a drag enters and leaves each element in the panel
    panel.classList.toggle("dragged", drags > 0);
  };
  panel.addEventListener("dragenter", dragging(1));
  panel.addEventListener("dragover", dragging(0));
  panel.addEventListener("dragleave", dragging(-1));
  panel.addEventListener("drop", (event) => {
    drags = 0;
    panel.classList.remove("dragged");
    onDrop(event);
  });
}
