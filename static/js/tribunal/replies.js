/* What one says instead is asked for only where one does not agree. */

document.querySelectorAll("[data-instead]").forEach((place) => {
  const options = document.querySelectorAll(`[name="${place.dataset.instead}"]`);
  const show = () => {
    place.hidden = ![...options].some((one) => one.checked && one.value === "deny");
  };
  options.forEach((one) => one.addEventListener("change", show));
  show();
});
