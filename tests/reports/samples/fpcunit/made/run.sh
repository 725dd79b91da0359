#!/bin/sh
# FPCUnit's XML: `sh run.sh` in an empty folder (fp-compiler and fp-units-fcl 3.2, Debian). The
# attributes of the outermost suite are its own counts.
# a record of what was run, word splitting and all
# shellcheck disable=SC2018,SC2019,SC2086
set -u
cat > cart.pas <<'PAS'
program cart;
{$mode objfpc}{$H+}
uses Classes, SysUtils, fpcunit, testregistry, xmltestreport;
type
  TCart = class(TTestCase)
  published
    procedure TestAdds;
{$ifdef BAD}
    procedure TestTax;
    procedure TestThrows;
    procedure TestShips;
{$endif}
  end;
procedure TCart.TestAdds; begin AssertEquals(2, 1 + 1); end;
{$ifdef BAD}
procedure TCart.TestTax; begin AssertEquals(119, 120); end;
procedure TCart.TestThrows; begin raise Exception.Create('no database'); end;
procedure TCart.TestShips; begin Ignore('later'); end;
{$endif}
var
  Writer: TXMLResultsWriter;
  Outcome: TTestResult;
begin
{$ifndef NOTHING}
  RegisterTest('shop', TCart);
{$endif}
  Outcome := TTestResult.Create;
  Writer := TXMLResultsWriter.Create(nil);
  Writer.FileName := ParamStr(1);
  Outcome.AddListener(Writer);
  GetTestRegistry.Run(Outcome);
  Writer.WriteResult(Outcome);
end.
PAS
for one in BAD GOOD NOTHING; do
  name=$(echo $one | tr A-Z a-z)
  fpc -v0 -d$one cart.pas -o$name && ./$name $name.xml
done
