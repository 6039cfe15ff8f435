//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What runs the code of a closure: its state was looked at already, and it never
//- decides about the state of the module.
function $name$($params$) {
  //#if prepares
  const life = generation;
  //#end
  //#each prepares
  $line$
  //#end
  //#if prepares
  if (isOver(life)) return undefined; // by the caller's code, just now
  //#end
  //#each checks
  $line$
  //#end
  //#if recovers
  const level = depth++;
  //#end
  //#if lends
  const top = lentTop;
  //#end
  try {
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
    return closureFailed(error, level);
    //#else
    attention = doubt = true;
    throw caught(error, $literal$);
    //#end
  //#if lends
  } finally {
    giveBack(top);
  //#end
  }
}
