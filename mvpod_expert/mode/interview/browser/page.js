// What is typed goes to the interview from the start, wherever on the page was clicked.
const focus = () => document.querySelector(".xterm-helper-textarea").focus();
window.addEventListener("load", focus);
window.addEventListener("click", focus);
