"use strict";
/* Files to keep. */

async function save(path, name) {
  try {
    say(W.computing);
    const response = await ask(path, body());
    const link = element("a", null, { download: name });
    link.href = URL.createObjectURL(await response.blob());
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(W.saved(name));
  } catch (error) {
    say(error.message, true);
  }
}
