//- SPDX-License-Identifier: MIT OR Apache-2.0
//- A function of the crate that converts more than numbers: as function.js, by
//- the one guard that all of these share.
$head$ {
  //#each prepares
  $line$
  //#end
  return guarded($literal$, () => {
    //#if lends
    const top = lentTop;
    try {
      //#each checks
      $line$
      //#end
      //#each calls
      $line$
      //#end
      //#each results
      $line$
      //#end
    } finally {
      giveBack(top);
    }
    //#else
    //#each checks
    $line$
    //#end
    //#each calls
    $line$
    //#end
    //#each results
    $line$
    //#end
    //#end
  });
//#if member
//= },
//#else
//= }
//#end
