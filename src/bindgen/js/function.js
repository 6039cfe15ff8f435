//- SPDX-License-Identifier: MIT OR Apache-2.0
//- A function, method or accessor of the crate, as JavaScript calls it: what may
//- run the caller's code first; then the decision about the state; what can be
//- refused without harm; the call. `head` is all up to the brace.
$head$ {
  //#each prepares
  $line$
  //#end
  if (attention) attend($literal$);
  //#if recovers
  const level = depth++;
  //#end
  //#if lends
  const top = lentTop;
  //#end
  try {
    //#each checks
    $line$
    //#end
    //#each calls
    $line$
    //#end
    //#if recovers
    depth = level;
    //#end
    //#each results
    $line$
    //#end
  } catch (error) {
    //#if recovers
    depth = level;
    //#end
    attention = doubt = true;
    //#if recovers
    fail(error, level, $literal$);
    $again$;
    //#else
    throw caught(error, $literal$);
    //#end
  //#if lends
  } finally {
    giveBack(top);
  //#end
  }
//#if member
//= },
//#else
//= }
//#end
