/* A key that failed: say so on the page, where allauth would only tell the console. */
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  document.getElementById('key_failed').hidden = false
})
