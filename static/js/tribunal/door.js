/* The code stands after the # of the address in the QR, where no server log sees it. */

const digits = location.hash.slice(1);
const field = document.querySelector("[name='code']");
if (/^[0-9]{10}$/.test(digits) && field && !field.value) {
  field.value = digits;
  history.replaceState(null, "", location.pathname);
  const tail = document.querySelector("[name='id_tail']");
  if (tail) tail.focus();
}
