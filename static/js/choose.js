/**
 * A box that ticks all the others.
 *
 * data-all="name": ticks every box of that name in its form, and shows whether all of them are.
 */

for (const all of document.querySelectorAll("input[data-all]")) {
  const boxes = [...document.querySelectorAll(`input[type=checkbox][name="${all.dataset.all}"]`)].filter(
    (box) => box.form === all.form,
  );
  const reflect = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    boxes[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (const box of boxes) box.addEventListener("change", reflect);
  reflect();
}
