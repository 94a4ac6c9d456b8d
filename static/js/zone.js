// Shows times in the visitor's own zone: asks for it in the address, which is the only place it is kept.
const here = new URL(location.href);
const named = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zone = named === "Asia/Calcutta" ? "Asia/Kolkata" : named;
const page = document.querySelector("[data-zone]");

if (page && zone && !here.searchParams.has("tz") && zone !== page.dataset.zone) {
  here.searchParams.set("tz", zone);
  location.replace(here);
}
