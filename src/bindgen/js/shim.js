//- SPDX-License-Identifier: MIT OR Apache-2.0
//- A function that the module imports.
$key$($params$) {
  //#each befores
  $line$
  //#end
  //#if guarded
  //#if recovers
  const life = generation;
  //#end
  try {
    //#each lines
    $line$
    //#end
  } catch (error) {
    //#if keeps
    //#if recovers
    keep(error, life);
    //#else
    keep(error);
    //#end
    //#if fallback
    return $fallback_value$;
    //#end
    //#else
    //#if logs
    logged(error);
    //#end
    //#if recovers
    throw thrown(error, life);
    //#else
    throw thrown(error);
    //#end
    //#end
  //#if finishes
  } finally {
    //#each finals
    $line$
    //#end
  //#end
  }
  //#else
  //#if logs
  try {
    //#each lines
    $line$
    //#end
  } catch (error) {
    throw logged(error);
  //#if finishes
  } finally {
    //#each finals
    $line$
    //#end
  //#end
  }
  //#else
  //#if finishes
  try {
    //#each lines
    $line$
    //#end
  } finally {
    //#each finals
    $line$
    //#end
  }
  //#else
  //#each lines
  $line$
  //#end
  //#end
  //#end
  //#end
},
